export { openEncryptedDocument } from './open-encrypted-document.ts';
export {
  remoteOrigin,
  type Connection,
  type DocumentKeys,
  type DocumentServer,
  type DocumentStatus,
  type EncryptedDocument,
  type EncryptedDocumentOptions,
  type Place,
  type Refusal,
  type Saved,
} from './types.ts';
