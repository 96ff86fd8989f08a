/**
 * Deployed functions tested with an independent client: Debian's AWS CLI, over HTTP. Skipped with a notice where it is
 * not installed (`apt-get install -y awscli`).
 */

import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { simulateOrganization } from '../index.ts';

const aws = '/usr/bin/aws';
const isInstalled = existsSync(aws);
const execute = promisify(execFile);

const template = {
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'lambda.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        },
      },
    },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'greet',
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { ZipFile: "exports.handler = async ({ name }) => 'hello ' + name;" },
      },
    },
  },
  Outputs: { Name: { Value: { Ref: 'Function' } } },
};

test.skipIf(!isInstalled)(
  `awscli${isInstalled ? '' : ' (not installed: skipped)'} deploys, describes and invokes a function`,
  async () => {
    const organization = simulateOrganization();
    const served = await organization.serve();
    const folder = mkdtempSync(join(tmpdir(), 'flotilla-awscli-'));
    onTestFinished(async () => {
      await served.close();
      await organization.close();
      rmSync(folder, { recursive: true });
    });
    const env = {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    const run = async (...args: string[]) => {
      const endpoint = ['--endpoint-url', served.url, '--output', 'json'];
      const { stdout } = await execute(aws, [...args, ...endpoint], { env });
      return stdout.trim() === '' ? undefined : (JSON.parse(stdout) as Record<string, unknown>);
    };
    const file = join(folder, 'template.json');
    const out = join(folder, 'out.json');
    const event = join(folder, 'event.json');
    writeFileSync(file, JSON.stringify(template));
    writeFileSync(event, '{"name":"fleet"}');
    const stack = ['--stack-name', 'greet'];
    const body = ['--template-body', `file://${file}`, '--capabilities', 'CAPABILITY_IAM'];
    await run('cloudformation', 'create-stack', ...stack, ...body);
    await run('cloudformation', 'wait', 'stack-create-complete', ...stack);
    const described = await run('cloudformation', 'describe-stacks', ...stack);
    const listed = await run('lambda', 'list-functions');
    const invoked = await run(
      ...['lambda', 'invoke', '--function-name', 'greet', '--payload', `fileb://${event}`, out],
    );

    expect(described?.Stacks).toMatchObject([
      {
        StackName: 'greet',
        StackStatus: 'CREATE_COMPLETE',
        Outputs: [{ OutputKey: 'Name', OutputValue: 'greet' }],
      },
    ]);
    expect(listed?.Functions).toMatchObject([{ FunctionName: 'greet', Runtime: 'nodejs24.x' }]);
    expect(invoked).toEqual({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(readFileSync(out, 'utf8')).toBe('"hello fleet"');
  },
);
