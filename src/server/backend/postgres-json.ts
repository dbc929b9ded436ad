/**
 * How JSON travels to a Postgres server. The embedded API hands over JSON that is text already; turned into text once more, as its own
 * driver settings do, an object would arrive as a JSON string, and no function could look into it.
 */
export const postgresJson = {
  json: type(114),
  jsonb: type(3802),
};

function type(oid: number) {
  return {
    to: oid,
    from: [oid],
    serialize: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
    parse: (text: string) => JSON.parse(text) as unknown,
  };
}
