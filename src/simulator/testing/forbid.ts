/** For tests: forbids an action in an account or OU by a service control policy. */

import { AttachPolicyCommand, CreatePolicyCommand } from '@aws-sdk/client-organizations';
import type { SimulatedOrganization } from '../simulate-organization.ts';
import { clientsOf, policy } from './clients.ts';

export async function forbid(
  organization: SimulatedOrganization,
  target: string,
  action: string | readonly string[],
): Promise<void> {
  const { organizations } = clientsOf(organization);
  const { Policy } = await organizations.send(
    new CreatePolicyCommand({
      Name: `forbid-${target}`,
      Description: '',
      Type: 'SERVICE_CONTROL_POLICY',
      Content: policy('Deny', action),
    }),
  );
  const PolicyId = Policy?.PolicySummary?.Id;
  await organizations.send(new AttachPolicyCommand({ PolicyId, TargetId: target }));
}
