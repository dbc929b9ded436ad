/** What only somebody with open keys needs: fetched after signing in, so that the sign-in page stays light. */
export { createCheckIns } from '../data/check-ins.ts';
export { createDocumentVersions } from '../data/document-versions.ts';
export { createDocuments } from '../data/documents.ts';
export { createSpaces } from '../data/spaces.ts';
