// Writes docs/errors.md: `npm run docs:errors`.
import { writeFile } from 'node:fs/promises';
import { errorsPage, pagePath } from './page.ts';

await writeFile(pagePath, await errorsPage());
