import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

import { Controller, Get, Headers, Logger, Param, Post, Query, Req, Res } from '@nestjs/common';
import type {} from '@fastify/multipart';
import { ApiBody, ApiConsumes, ApiHeader, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { ByMediaCookie, CurrentUser, IdempotencyKey, Requires, type Principal } from '../auth/index.js';
import { NotFoundError } from '../common/errors.js';
import { TAKES_FORMS } from '../common/http.js';
import { Fails } from '../common/fails.js';
import { IdPipe } from '../common/id.pipe.js';
import { byteRange } from './byte-range.js';
import { contentDisposition } from './filename.js';
import { FileMissingError } from './media.errors.js';
import { MediaFileDto } from './media.dto.js';
import { isInline, servedType } from './media-type.js';
import { MediaView } from './media.view.js';
import { MediaFiles, type ServedFile } from './media-files.service.js';
import { UploadLimits } from './upload-limits.js';
import { Uploads } from './uploads.service.js';

/** Whatever a file is, nothing in it runs and nothing of it reaches out. */
const POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox";

@ApiTags('media')
@Controller('api/v1/media')
export class MediaController {
  private readonly logger = new Logger(MediaController.name);

  constructor(
    private readonly uploads: Uploads,
    private readonly files: MediaFiles,
    private readonly limits: UploadLimits,
  ) {}

  /** Takes a file that is to be sent: its id goes into the content of a message. Nobody else sees it until then. */
  @Post()
  @RouteConfig(TAKES_FORMS)
  @Requires('conversation:write')
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } },
  })
  @Fails(
    'invalid_input',
    'media_too_large',
    'media_type_unsupported',
    'media_storage_full',
    'unsupported_media_type',
    'idempotency_key_reused',
    'invalid_idempotency_key',
  )
  async upload(
    @CurrentUser() user: Principal,
    @Req() request: FastifyRequest,
    @IdempotencyKey() key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MediaView> {
    if (!request.isMultipart()) throw new FileMissingError();
    const limits = { fileSize: this.limits.maxBytes + 1, files: 1, fields: 10, parts: 11, fieldSize: 10_000 };
    // Whatever is wrong with a form before its file begins: it has no file.
    const part = await request.file({ limits }).catch(() => undefined);
    if (part?.fieldname !== 'file') throw new FileMissingError();
    const given = { body: part.file, filename: part.filename, mimeType: part.mimetype };
    const answer = await this.uploads.upload(user, given, key);
    void reply.status(answer.status);
    return answer.body;
  }

  /** The file itself, whole or a range of it, to those who may see its message. `size=small`: a small picture of it. */
  @Get(':id')
  @Requires('conversation:read')
  @ByMediaCookie()
  @ApiProduces('application/octet-stream')
  @ApiResponse({
    status: 200,
    description: 'The file',
    content: { '*/*': { schema: { type: 'string', format: 'binary' } } },
  })
  @ApiResponse({ status: 206, description: 'The range that was asked for' })
  @ApiResponse({ status: 304, description: 'What the browser has is the file' })
  @ApiResponse({ status: 416, description: 'The range lies behind the end' })
  @ApiHeader({ name: 'Range', required: false })
  @ApiHeader({ name: 'If-None-Match', required: false })
  async read(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Query() { size }: MediaFileDto,
    @Headers() asked: Record<string, string | undefined>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const file = await this.files.find(user, id, size === 'small');
    const there = await stat(file.path).catch(() => null);
    if (!there) {
      this.logger.error(`The file of media ${id} is not in DATA_DIR/media.`);
      throw new NotFoundError('file');
    }
    this.describe(reply, file);
    if (asked['if-none-match']?.split(/\s*,\s*/).includes(file.etag)) return reply.code(304).send();
    const current = asked['if-range'] === undefined || asked['if-range'] === file.etag;
    const range = current ? byteRange(asked['range'], there.size) : null;
    if (range === 'unsatisfiable') {
      return reply.code(416).header('content-range', `bytes */${there.size}`).send();
    }
    const { start, end } = range ?? { start: 0, end: there.size - 1 };
    if (range) void reply.code(206).header('content-range', `bytes ${start}-${end}/${there.size}`);
    void reply.header('content-length', end - start + 1);
    return reply.send(createReadStream(file.path, { start, end }));
  }

  private describe(reply: FastifyReply, { etag, mimeType, filename }: ServedFile): void {
    const kind = isInline(mimeType) ? 'inline' : 'attachment';
    void reply
      .header('content-type', servedType(mimeType))
      .header('content-disposition', contentDisposition(kind, filename))
      .header('content-security-policy', POLICY)
      .header('x-content-type-options', 'nosniff')
      .header('cross-origin-resource-policy', 'same-origin')
      .header('accept-ranges', 'bytes')
      .header('etag', etag)
      // Asked for again each time, because a right may have ended; the answer is then 304 without the bytes.
      .header('cache-control', 'private, no-cache');
  }
}
