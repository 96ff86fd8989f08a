/** The statement of resource policies that refuses requests without TLS. */

export function denyWithoutTls(Action: string, Resource: readonly string[]): object {
  return {
    Sid: 'DenyWithoutTls',
    Effect: 'Deny',
    Principal: '*',
    Action,
    Resource,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}
