import type { HandleServerError } from '@sveltejs/kit';
import { jsonLog } from './server/log/log.ts';

const log = jsonLog((line) => process.stdout.write(line));

/** What went wrong while making a page: a person gets a code, the log gets the route; neither gets the error's text, which may quote what was written. */
export const handleError: HandleServerError = ({ event, status, error }) => {
  if (status >= 500) {
    log({
      event: 'page_failed',
      route: event.route.id ?? '[other]',
      code: error instanceof Error ? error.name : 'unknown',
    });
  }
  return { code: status === 404 ? 'not_found' : 'server_error', message: '' };
};
