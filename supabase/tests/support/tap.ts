export interface Tally {
  readonly passed: number;
  /** One text for each assertion that failed, with what was expected. */
  readonly failures: readonly string[];
}

/**
 * Reads the rows that a file of pgTAP tests answered with (Test Anything Protocol): every row that is a single text is a line of it.
 * A file that runs no assertion has failed.
 */
export function tapOf(rows: readonly unknown[]): Tally {
  const lines = rows.flatMap((row) => {
    const values = Object.values(row as Record<string, unknown>);
    return values.length === 1 && typeof values[0] === 'string' ? values : [];
  });
  let passed = 0;
  const failures: string[] = [];
  for (const line of lines as string[]) {
    if (/^ok \d/.test(line)) passed += 1;
    else if (/^not ok \d/.test(line)) failures.push(line);
    else if (/^# Looks like you (planned|failed to)/.test(line)) failures.push(line);
    else if (line.startsWith('#') && failures.length > 0 && !line.startsWith('# Looks like')) {
      failures.push(`${failures.pop() ?? ''}\n${line}`);
    }
  }
  return passed + failures.length === 0
    ? { passed, failures: ['no assertion was run'] }
    : { passed, failures };
}
