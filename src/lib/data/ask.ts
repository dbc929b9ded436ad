import * as z from 'zod/mini';
import { Failure } from '../domain/failure/failure.ts';
import { failureOf } from './failures.ts';

interface Answer {
  readonly data: unknown;
  readonly error: { readonly message: string; readonly code: string } | null;
  readonly status: number;
}

/**
 * Sends a request and parses what comes back: nothing enters the app as it came from the server.
 * @throws Failure of the API; `server_error` when the answer has another shape
 */
export async function ask<Output>(
  request: PromiseLike<Answer>,
  schema: z.ZodMiniType<Output>,
): Promise<Output> {
  const { data, error, status } = await request;
  if (error) throw failureOf({ message: error.message, code: error.code, status });
  const parsed = schema.safeParse(data);
  if (!parsed.success) throw new Failure('server_error', { cause: parsed.error });
  return parsed.data;
}

/** Rows of one request: the API gives no more than 1000, and sealed rows can be large. */
const pageRows = 200;

interface Paged extends PromiseLike<Answer> {
  range(from: number, to: number): PromiseLike<Answer>;
}

/**
 * Asks for all rows, however many there are, page by page. The request must name a complete order.
 * @param request makes the request anew for each page
 * @throws Failure as `ask`
 */
export async function askAll<Row extends { readonly id: string }>(
  request: () => Paged,
  schema: z.ZodMiniType<Row>,
): Promise<readonly Row[]> {
  const rows = new Map<string, Row>();
  for (let from = 0; ; from += pageRows) {
    const page = await ask(request().range(from, from + pageRows - 1), z.array(schema));
    // A row that was added meanwhile moves others to the next page: those come twice and are kept once.
    for (const row of page) if (!rows.has(row.id)) rows.set(row.id, row);
    if (page.length < pageRows) return [...rows.values()];
  }
}

/** Sends a request whose answer does not matter. @throws Failure of the API */
export async function tell(request: PromiseLike<Answer>): Promise<void> {
  await ask(request, anything);
}

const anything = z.unknown();

/**
 * A `timestamptz` in the text of the API (ISO 8601) or in Postgres' own ("2026-11-22 18:00:00.5+00").
 */
export const timestamp = z.pipe(
  z.string(),
  z.transform((text, context) => {
    const date = new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
    if (Number.isNaN(date.getTime())) {
      context.issues.push({ code: 'custom', message: 'no timestamp', input: text });
    }
    return date;
  }),
);

export const uuid = z.string().check(z.regex(/^[0-9a-f-]{36}$/));
export const slot = z.union([z.literal(1), z.literal(2)]);
