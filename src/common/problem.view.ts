/** One field that is wrong. */
export class FieldProblemView {
  /** Where it is in the body, `credentials.accessToken` */
  field: string;
  /** Stable; screens translate by it */
  code: string;
  message: string;
}

export class HotelChoiceView {
  id: string;
  name: string;
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
  /** of `version_conflict`: the present one */
  version?: number;
  /** of `hotel_choice_required`: where the person works */
  hotels?: HotelChoiceView[];
  /** of `department_in_use`: how many are active */
  conversations?: number;
  /** of `conversation_already_active`: which one */
  conversationId?: string;
  /** of `guest_merged`: who has everything now */
  guestId?: string;
  /** of `scope_missing`: the scope the API key lacks; null: no key may do this */
  scope?: string | null;
  /** of `media_too_large`: what fits */
  maxBytes?: number;
  /** of `media_type_unsupported`: what the file’s bytes say it is, and what may be sent */
  mimeType?: string;
  supported?: string[];
}
