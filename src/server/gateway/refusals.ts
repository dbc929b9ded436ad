/** An answer of the server's own, in the shape that supabase-js reads as an error: the client acts on `code` alone. */
export function refusal(
  status: number,
  code: string,
  details: Readonly<Record<string, number>> = {},
  headers: Readonly<Record<string, string>> = {},
): Response {
  return Response.json(
    { code, error_code: code, message: code, msg: code, ...details },
    { status, headers: { 'cache-control': 'no-store', ...headers } },
  );
}

export function tooManyAttempts(seconds: number): Response {
  const retryAfter = Math.max(1, seconds);
  return refusal(
    429,
    'too_many_attempts',
    { retry_after: retryAfter },
    { 'retry-after': String(retryAfter) },
  );
}
