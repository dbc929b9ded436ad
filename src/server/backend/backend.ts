/** The Supabase API, wherever it lives. Paths are `/auth/v1/…` and `/rest/v1/…`; row-level security decides, by the request's token. */
export interface Backend {
  fetch(request: Request): Promise<Response>;
  /** Ends it after requests in flight; rows that were confirmed stay. */
  close(): Promise<void>;
}
