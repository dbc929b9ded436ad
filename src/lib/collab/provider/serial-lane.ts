/** Runs asynchronous jobs one after another, in the order in which they were given. A failed job does not stop the next. */
export class SerialLane {
  #tail: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** True while a job runs or waits. */
  get busy(): boolean {
    return this.#waiting > 0;
  }

  /** Resolves or rejects as `job` does, once its turn has come. */
  run<T>(job: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    const turn = this.#tail.then(job).finally(() => {
      this.#waiting -= 1;
    });
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  /** Resolves when everything given so far is done. */
  async settled(): Promise<void> {
    await this.#tail;
  }
}
