import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { closeCode } from '../../../src/lib/collab/protocol/frames.ts';
import { failureCodes, type FailureCode } from '../../../src/lib/domain/failure/failure.ts';
import { sentences } from '../../../src/lib/ui/failures/sentences.ts';
import { failureNotes } from './notes.ts';
import { closeNotes, startNotes } from './server-notes.ts';

export const pagePath = fileURLToPath(new URL('../../../docs/errors.md', import.meta.url));

const link = (path: string) => `[${path}](../${path})`;

function failure(code: FailureCode): string {
  const { title, sentence, next } = sentences[code];
  const note = failureNotes[code];
  return `### \`${code}\`

- When: ${note.when}
- Says: ${title === undefined ? '' : `**${title}.** `}“${sentence}”
- Safe: ${note.safe}
- To do: ${next === undefined ? (note.next ?? 'Nothing.') : `“${next}”`}
- Tested in: ${note.tests.map(link).join(', ')}
`;
}

const closes = (Object.keys(closeCode) as (keyof typeof closeCode)[])
  .map((name) => `- **${closeCode[name]}**: ${closeNotes[name].when} ${closeNotes[name].then}`)
  .join('\n');

const starts = startNotes
  .map(({ source, says, next }) => `- \`${says}\` ${next} (${link(source)})`)
  .join('\n');

const text = `# Errors

Made by \`npm run docs:errors\` out of the code and of \`tests/support/errors-page\`; a unit test fails when this page is stale.

Every failure that a person can meet has a code ([failure.ts](../src/lib/domain/failure/failure.ts)), one sentence
([sentences.ts](../src/lib/ui/failures/sentences.ts)) and a test. Layers act on codes, never on texts. The cause of a failure goes to
nobody: it is not shown, not sent and not logged by the server.

## Failures

${failureCodes.map(failure).join('\n')}
## Close codes of the relay

The relay closes a socket with one of these ([frames.ts](../src/lib/collab/protocol/frames.ts)); the page decides by the code alone
([reconnect-delay.ts](../src/lib/collab/provider/reconnect-delay.ts)). Nothing that was typed is lost by any of them: it is in the page
and, sealed, on the device. A message that is no message of the protocol closes with 1007, a frame that the WebSocket library finds too
large with 1009. Tested in ${link('tests/server/relay.test.ts')}, ${link('tests/server/relay-attacks.test.ts')} and ${link('src/lib/collab/provider/reconnect-delay.test.ts')}.

${closes}

## When the server does not start

It says one sentence on its standard error and ends with status 1. Tested in ${link('tests/server/configuration.test.ts')} and
${link('tests/server/hosted.test.ts')}.

${starts}
`;

/** The text that docs/errors.md should have. */
export async function errorsPage(): Promise<string> {
  const config = await resolveConfig(pagePath);
  return format(text, { ...config, filepath: pagePath });
}

/** What docs/errors.md has; empty when there is none. */
export async function storedPage(): Promise<string> {
  return readFile(pagePath, 'utf8').catch(() => '');
}
