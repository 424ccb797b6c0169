import { Module } from '@nestjs/common';

import { ChannelsModule } from '../channels/index.js';
import { ConversationsModule } from '../conversations/index.js';
import { FailedFetches } from './failed-fetches.js';
import { FetchProcessor } from './fetch.processor.js';
import { FileStore } from './file-store.js';
import { MediaController } from './media.controller.js';
import { MediaFiles } from './media-files.service.js';
import { ProviderCopies } from './provider-copies.js';
import { StorageQuota } from './storage-quota.js';
import { UnsentUploads } from './unsent-uploads.js';
import { UploadLimits } from './upload-limits.js';
import { Uploads } from './uploads.service.js';

@Module({
  imports: [ChannelsModule, ConversationsModule],
  controllers: [MediaController],
  providers: [
    FailedFetches,
    FetchProcessor,
    FileStore,
    MediaFiles,
    ProviderCopies,
    StorageQuota,
    UnsentUploads,
    UploadLimits,
    Uploads,
  ],
  exports: [FailedFetches, MediaFiles, ProviderCopies, UploadLimits],
})
export class MediaModule {}
