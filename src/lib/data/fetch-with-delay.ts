/**
 * A `fetch` that carries the Retry-After header of a refusal in its body, since the client libraries keep nothing of an error's
 * headers.
 */
export function fetchWithDelay(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    return response.status === 429 ? refusal(response) : response;
  };
}

/** Marks the seconds in a refusal's message; see `secondsToWait`. */
const mark = 'retry-after=';

function refusal(response: Response): Response {
  const seconds = Number(response.headers.get('retry-after'));
  const message = `${mark}${Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : ''}`;
  const body = {
    code: 'too_many_attempts',
    error_code: 'too_many_attempts',
    message,
    msg: message,
  };
  return Response.json(body, { status: 429 });
}

/** The seconds that a refusal names, if any. */
export function secondsToWait(message: string): number | undefined {
  const seconds = message.startsWith(mark) ? Number(message.slice(mark.length)) : 0;
  return seconds > 0 ? seconds : undefined;
}
