/** Time as the document sees it, so that a simulation can hold it in its hands. */
export interface Clock {
  /** Milliseconds; only differences count. */
  now(): number;
  /** Runs `job` once after `ms`; returns the way to call it off. */
  after(ms: number, job: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, job) {
    const timer = setTimeout(job, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};
