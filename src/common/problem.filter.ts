import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { problemOf } from './problem.js';
import { refuse } from './refuse.js';

/** The one place where an error of a route becomes an answer, and never a stack. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error; // sockets answer with their own acknowledgements
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = problemOf(error);
    if (problem.unexpected) this.logger.error(error, `${request.method} ${pathOf(request)} broke`);
    if (!reply.sent) refuse(problem, reply, request.id);
  }
}

/** Without the query: it may carry what a guest or a provider sent. */
function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '';
}
