/** The subscriber of `examples/subscribers`: deployed as an operator does, and invoked by events of the life cycle. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  type LambdaEnvironment,
  openLambdaEnvironment,
} from '../../../testing/lambda-environment.ts';
import { driveUntil } from '../../drive.ts';

const template = readFileSync(
  join(import.meta.dirname, '../../../../examples/subscribers/welcome.yaml'),
  'utf8',
);
const minute = 60_000;

const pass = ({ organization, clock }: LambdaEnvironment) =>
  driveUntil({ organization, clock }, clock.now() + minute);

async function putOnBoarding({ client }: LambdaEnvironment, environment: string): Promise<void> {
  const Payload = { account: '111111111111', 'account-holder': 'alice@example.com' };
  const Detail = JSON.stringify({ Environment: environment, Payload });
  const entry = { Source: 'SustainablePersonalAccounts', DetailType: 'SuccessfulOnBoardingEvent' };
  await client('events').call('PutEvents', { Entries: [{ ...entry, Detail }] });
}

test('the example of a subscriber handles on-boardings of its installation only', async () => {
  const env = await openLambdaEnvironment();
  const cloudformation = env.client('cloudformation');
  await cloudformation.call('CreateStack', {
    StackName: 'welcome',
    TemplateBody: template,
    Parameters: [{ ParameterKey: 'EnvironmentIdentifier', ParameterValue: 'SpaDemo' }],
    Capabilities: ['CAPABILITY_IAM'],
  });
  await pass(env);
  const { Stacks } = await cloudformation.call('DescribeStacks', { StackName: 'welcome' });
  const [stack] = Stacks as {
    StackStatus: string;
    Outputs?: { OutputKey: string; OutputValue: string }[];
  }[];
  expect(stack?.StackStatus).toBe('CREATE_COMPLETE');

  await putOnBoarding(env, 'SpaDemo');
  await putOnBoarding(env, 'Other');
  await pass(env);

  const log = await env.log(stack?.Outputs?.[0]?.OutputValue ?? '');
  await env.organization.close();
  expect(log).toHaveLength(1);
  expect(log[0]).toContain('"account":"111111111111","holder":"alice@example.com"');
});
