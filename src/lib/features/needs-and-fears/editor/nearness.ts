/**
 * Tells texts whether they are on the screen or near it. One observer for all of a page: with one each, a long document would work out
 * hundreds of times for every frame where the screen is.
 */
export class Nearness {
  readonly #told = new WeakMap<Element, (near: boolean) => void>();
  #observer: IntersectionObserver | null = null;

  /** Tells about a node, now and whenever it changes; the result ends that. */
  watch(node: Element, tell: (near: boolean) => void): () => void {
    this.#observer ??= new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) this.#told.get(target)?.(isIntersecting);
      },
      { rootMargin: '800px 0px' },
    );
    const observer = this.#observer;
    this.#told.set(node, tell);
    observer.observe(node);
    return () => {
      observer.unobserve(node);
      this.#told.delete(node);
    };
  }
}
