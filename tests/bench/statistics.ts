/** Times of the same thing done both ways, in milliseconds. */
export interface Comparison {
  readonly samples: number;
  readonly p50_ms: number;
  readonly p95_ms: number;
  readonly plain_p50_ms: number;
  readonly plain_p95_ms: number;
  readonly p50_ratio: number;
  readonly p95_ratio: number;
}

/** The value below which the share `p` (0 to 1) of the samples lies (nearest rank). @throws RangeError without samples */
export function percentile(samples: readonly number[], p: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('no samples');
  return value;
}

export function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}

export function comparison(times: {
  readonly plain: readonly number[];
  readonly encrypted: readonly number[];
}): Comparison {
  const p50 = percentile(times.encrypted, 0.5);
  const p95 = percentile(times.encrypted, 0.95);
  const plain50 = percentile(times.plain, 0.5);
  const plain95 = percentile(times.plain, 0.95);
  return {
    samples: times.encrypted.length,
    p50_ms: round(p50),
    p95_ms: round(p95),
    plain_p50_ms: round(plain50),
    plain_p95_ms: round(plain95),
    p50_ratio: round(p50 / plain50),
    p95_ratio: round(p95 / plain95),
  };
}
