import { ESLint } from 'eslint';
import { expect, it } from 'vitest';
import { roomRules } from './rooms.js';

const eslint = new ESLint({
  overrideConfigFile: true,
  overrideConfig: roomRules,
  cwd: process.cwd(),
});

async function complaints(file: string, code: string): Promise<number> {
  const [result] = await eslint.lintText(code, { filePath: file });
  return result?.messages.length ?? 0;
}

it.each([
  ['src/lib/domain/space/space.js', `import '../../crypto/keys/types.ts';`],
  ['src/lib/domain/space/space.js', `await import('$lib/data/client.ts');`],
  ['src/lib/domain/space/space.js', `import 'yjs';`],
  ['src/lib/crypto/keys/keys.js', `import '../../data/client.ts';`],
  ['src/lib/data/spaces.js', `import '../session/index.ts';`],
  ['src/lib/crypto/keys/keys.js', `import '@supabase/postgrest-js';`],
  ['src/lib/collab/protocol/rooms.js', `import '../../crypto/envelopes/index.ts';`],
  ['src/lib/collab/documents/needs/items.js', `await import('y-websocket');`],
  ['src/lib/features/check-in/seal.js', `import '$lib/features/home/home.ts';`],
  ['src/lib/features/check-in/seal.js', `import '../home/home.ts';`],
  ['src/lib/features/check-in/seal.js', `import '$lib/data/check-ins.ts';`],
  ['src/lib/features/check-in/hear/seal.js', `import '../../../crypto/envelopes/index.ts';`],
  ['src/lib/ui/button.js', `import '../session/index.ts';`],
  ['src/lib/ui/button.js', `import '../domain/needs/item.ts';`],
  ['src/routes/+page.js', `import '$lib/data/client.ts';`],
  ['src/server/relay/relay.js', `import '../../lib/crypto/envelopes/index.ts';`],
  ['src/server/relay/relay.js', `import '../../lib/collab/provider/index.ts';`],
  ['src/lib/session/session.js', `import '../../server/main.ts';`],
])('%s is refused %s', async (file, code) => {
  expect(await complaints(file, code)).toBeGreaterThan(0);
});

it.each([
  ['src/lib/crypto/keys/keys.js', `import '../../domain/failure/failure.ts';`],
  ['src/lib/data/spaces.js', `import '../crypto/keys/types.ts';`],
  ['src/lib/data/spaces.js', `import '@supabase/postgrest-js';`],
  ['src/lib/collab/provider/open.js', `import '../protocol/frames.ts';`],
  ['src/lib/features/check-in/seal.js', `import '$lib/session/index.ts';`],
  ['src/lib/features/check-in/hear/seal.js', `import '../answers.ts';`],
  ['src/lib/ui/notice.js', `import '../domain/failure/failure.ts';`],
  ['src/routes/+page.js', `import '$lib/features/home/home.ts';`],
  ['src/server/relay/relay.js', `import '../../lib/collab/protocol/frames.ts';`],
  ['src/lib/domain/space/space.js', `import 'zod/mini';`],
])('%s may have %s', async (file, code) => {
  expect(await complaints(file, code)).toBe(0);
});
