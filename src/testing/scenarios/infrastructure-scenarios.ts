/** A scenario for every command of `flotilla infrastructure`: an organization of twelve accounts, with a fan-out. */

import {
  type InfrastructureFixture,
  installationArguments,
  openInfrastructureFixture,
} from '../infrastructure-command-line.ts';
import type { CommandScenario } from './scenario.ts';

const args = [...installationArguments, '--concurrency', '3'];
const fanOut = [...args, '--deploy-inventory-role', 'fan-out'];

const creating = ['iam:CreateOpenIDConnectProvider', 'iam:CreateRole', 's3:CreateBucket'];
const deleting = ['iam:DeleteOpenIDConnectProvider', 'iam:DeleteRole', 's3:DeleteBucket'];

function countCalls({ organization }: InfrastructureFixture, operations: readonly string[]) {
  return operations.reduce((sum, operation) => sum + organization.journal.count(operation), 0);
}

export const infrastructureScenarios: readonly CommandScenario[] = [
  {
    name: 'infrastructure plan',
    args: fanOut,
    open: async () => ({ aws: openInfrastructureFixture().aws }),
  },
  {
    name: 'infrastructure apply',
    args: fanOut,
    async open() {
      const fixture = openInfrastructureFixture();
      return { aws: fixture.aws, changed: async () => countCalls(fixture, creating) };
    },
  },
  {
    name: 'infrastructure policies',
    args: installationArguments,
    open: async () => ({ aws: openInfrastructureFixture().aws }),
  },
  {
    name: 'infrastructure destroy',
    args: fanOut,
    async open() {
      const fixture = openInfrastructureFixture();
      await fixture.run(['apply', '--deploy-inventory-role', 'fan-out', '--yes']);
      fixture.organization.journal.clear();
      return { aws: fixture.aws, changed: async () => countCalls(fixture, deleting) };
    },
  },
];
