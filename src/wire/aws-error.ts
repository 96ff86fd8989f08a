/** An error of an AWS service. The gateway writes it in the protocol of the call. */

export interface AwsErrorDetail {
  /** HTTP status; default: the model's status for this code, else 400. JSON protocols turn any 4xx into 400. */
  readonly status?: number;
  /** Members of the error's shape in addition to the message, `{ Reason: 'ACCOUNT_NOT_ACTIVE' }`. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export class AwsError extends Error {
  /** `AccessDeniedException`: the name in the service's model, or the bare code if it is not modelled. */
  readonly code: string;
  readonly detail: AwsErrorDetail;

  constructor(code: string, message: string, detail: AwsErrorDetail = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.detail = detail;
  }
}
