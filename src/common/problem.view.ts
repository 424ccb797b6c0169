/** One field that is wrong. */
export class FieldProblemView {
  /** Where it is in the body, `credentials.accessToken` */
  field: string;
  /** Stable; screens translate by it */
  code: string;
  message: string;
}

/** What every refusal looks like (RFC 9457, application/problem+json). */
export class ProblemView {
  /** `/problems/` and the code */
  type: string;
  title: string;
  status: number;
  /** Stable; it never changes its meaning */
  code: string;
  detail: string;
  errors?: FieldProblemView[];
  /** Tells the operator where to look in the log */
  traceId: string;
}
