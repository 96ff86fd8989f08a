/** The caller of an access key. */

export interface CallerIdentity {
  /** Empty for an unsigned call. */
  readonly accountId: string;
  readonly kind: 'root' | 'user' | 'role' | 'anonymous';
  /** `arn:aws:sts::111122223333:assumed-role/Reader/session`, `arn:aws:iam::…:user/administrator`. */
  readonly arn: string;
  /** `AROA…:session`, `AIDA…`. */
  readonly userId: string;
  /** Of the user or the role, without its path. */
  readonly name: string;
  readonly accessKeyId: string;
  /** Temporary credentials only. */
  readonly session?: CallerSession;
}

export interface CallerSession {
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Texts of the inline session policy and of the managed ones, ready to evaluate. */
  readonly policies: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** Keys of the tags that a chained session inherits. */
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity?: string;
  readonly hasMfa: boolean;
  /** The provider, for a session that began with a web identity. */
  readonly federatedProvider?: string;
}

export const anonymous: CallerIdentity = {
  accountId: '',
  kind: 'anonymous',
  arn: 'anonymous',
  userId: 'anonymous',
  name: 'anonymous',
  accessKeyId: '',
};
