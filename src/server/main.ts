import { runServer } from './run-server.ts';

await runServer({ pages: true });
