import { Global, Module } from '@nestjs/common';

import { Audit } from './audit.js';

/** Global: whatever changes something records it. */
@Global()
@Module({ providers: [Audit], exports: [Audit] })
export class AuditModule {}
