export { FailedFetches } from './failed-fetches.js';
export { mediaRoot, placeIn, smallOf } from './file-store.js';
export { MediaFiles } from './media-files.service.js';
export { MediaModule } from './media.module.js';
export { newsOf, type ReadyMedia } from './media.repository.js';
export { ProviderCopies, type Held } from './provider-copies.js';
export { UploadLimits } from './upload-limits.js';
