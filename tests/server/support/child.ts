import { runServer } from '../../../src/server/run-server.ts';

// The server as its own process, without pages: these tests need no built app.
await runServer({ pages: false });
