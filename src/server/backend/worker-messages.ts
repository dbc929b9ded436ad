import type { Mail } from '../mail/mail.ts';

/** What passes between the server and the thread of the embedded API. */
export type ToWorker = ApiRequest | { readonly kind: 'close' };

export interface ApiRequest {
  readonly kind: 'request';
  readonly id: number;
  readonly method: string;
  readonly url: string;
  readonly headers: [string, string][];
  readonly body: ArrayBuffer | null;
}

export type FromWorker =
  | { readonly kind: 'ready' }
  /** The reason is for the person who starts the server. */
  | { readonly kind: 'not_opened'; readonly reason: string }
  | {
      readonly kind: 'answer';
      readonly id: number;
      readonly status: number;
      readonly headers: [string, string][];
      readonly body: ArrayBuffer;
    }
  | { readonly kind: 'failed'; readonly id: number }
  | { readonly kind: 'mail'; readonly mail: Mail };
