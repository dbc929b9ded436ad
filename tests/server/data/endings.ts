import type { Client } from '../../../src/lib/data/client.ts';

export const powerCut = 'the power went out';

/** Counts down to the step after which the page is gone. */
function ending(times: number): () => void {
  let left = times;
  return () => {
    left -= 1;
    if (left === 0) throw new Error(powerCut);
  };
}

/** The same rooms, in a browser that ends when this step is done for so many times, before it hears of it. */
export function endingAfter<Rooms extends object>(rooms: Rooms, step: string, times = 1): Rooms {
  const end = ending(times);
  return new Proxy(rooms, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (name !== step || typeof method !== 'function') return method;
      return async (...args: unknown[]) => {
        const result = await (method as (...all: unknown[]) => Promise<unknown>)(...args);
        end();
        return result;
      };
    },
  });
}

/** A request of the library's that calls back when it has been answered, however it is put together. */
function whenAnswered(request: object, then: () => void): object {
  return new Proxy(request, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      const method = (member as (...all: unknown[]) => unknown).bind(target);
      if (name !== 'then') {
        return (...args: unknown[]) => whenAnswered(method(...args) as object, then);
      }
      return (...handlers: Parameters<PromiseLike<unknown>['then']>) =>
        (target as PromiseLike<unknown>)
          .then((answer) => {
            then();
            return answer;
          })
          .then(...handlers);
    },
  });
}

/**
 * A client whose page ends when it has been answered so many times.
 * @param step a function of the database, or `update` and the name of a table
 */
export function clientEndingAfter(client: Client, step: string, times = 1): Client {
  const end = ending(times);
  return new Proxy(client, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      const method = (member as (...all: unknown[]) => object).bind(target);
      if (name === 'rpc') {
        return (called: string, ...args: unknown[]) => {
          const request = method(called, ...args);
          return called === step ? whenAnswered(request, end) : request;
        };
      }
      if (name !== 'from') return method;
      return (table: string) => {
        const rows = method(table) as { update: (...args: unknown[]) => object };
        if (step !== `update ${table}`) return rows;
        const update = rows.update.bind(rows);
        rows.update = (...args) => whenAnswered(update(...args), end);
        return rows;
      };
    },
  });
}

/** Something that a device remembers, whose page ends when it has been put there. */
export function cellEndingAfter(cell: { value: unknown }): { value: unknown } {
  return {
    get value() {
      return cell.value;
    },
    set value(value) {
      cell.value = value;
      throw new Error(powerCut);
    },
  };
}
