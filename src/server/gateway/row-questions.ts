/** What a question about rows may say besides its filters. */
const words = new Set(['select', 'order', 'limit', 'offset', 'columns', 'on_conflict']);

/** A column, also of an embedded table; never `and` or `or`, whose value holds filters of its own. */
const column = /^(?:[a-z][a-z0-9_]*\.)*(?!and$|or$)[a-z][a-z0-9_]*$/;

/**
 * Comparisons that take no time. The API knows others: a regular expression with back references keeps the database busy for good, and
 * with it everybody who lives here.
 */
const comparison = /^(?:not\.)?(?:eq|neq|gt|gte|lt|lte|in|is)\./;

/** Whether the app asks such questions: filters of tables by simple comparisons; nothing beside the arguments of a function. */
export function isAsked(pathname: string, search: URLSearchParams): boolean {
  if (!pathname.startsWith('/rest/v1/')) return true;
  if (pathname.startsWith('/rest/v1/rpc/')) return search.size === 0;
  return [...search].every(
    ([name, value]) => words.has(name) || (column.test(name) && comparison.test(value)),
  );
}
