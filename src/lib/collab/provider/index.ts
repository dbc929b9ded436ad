export { openEncryptedDocument } from './open-encrypted-document.ts';
export {
  remoteOrigin,
  type Connection,
  type DocumentStatus,
  type EncryptedDocument,
  type EncryptedDocumentOptions,
  type Refusal,
  type Saved,
} from './types.ts';
