import { ApiExtension } from '@nestjs/swagger';

import type { ErrorCode } from './error-codes.js';

export const CODES_EXTENSION = 'x-error-codes';

/** The codes this route refuses with, beside those any route may; the OpenAPI document lists them. */
export const Fails = (...codes: ErrorCode[]): MethodDecorator & ClassDecorator => ApiExtension(CODES_EXTENSION, codes);
