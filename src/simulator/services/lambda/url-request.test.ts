import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type LambdaEnvironment,
  openLambdaEnvironment,
} from '../../../testing/lambda-environment.ts';
import type { LocalServer } from '../../../wire/http-server.ts';

let env: LambdaEnvironment;
let server: LocalServer;

beforeEach(async () => {
  env = await openLambdaEnvironment();
  server = await env.organization.serve();
});
afterEach(async () => {
  await server.close();
  await env.organization.close();
});

const source = `export const handler = async (event) => ({
  statusCode: 201,
  headers: { 'X-Path': event.rawPath, 'Content-Type': 'text/plain' },
  body: [
    event.requestContext.http.method,
    event.queryStringParameters?.token,
    event.body,
    event.requestContext.authorizer?.iam.userArn,
  ].join(),
});`;

/** Returns the address below which the function answers. */
async function deploy(AuthType: string): Promise<string> {
  await env.deploy('page', source);
  const { FunctionUrl } = await env.lambda.call('CreateFunctionUrlConfig', {
    FunctionName: 'page',
    AuthType,
  });
  const [, id] = /^https:\/\/([a-z2-7]{32})\.lambda-url\.us-east-1\.on\.aws\/$/.exec(
    String(FunctionUrl),
  ) as unknown as [string, string];
  return `${server.url}/_functions/${id}`;
}

async function permit(): Promise<void> {
  const common = { FunctionName: 'page', Principal: '*' };
  await env.lambda.call('AddPermission', {
    ...common,
    StatementId: 'url',
    Action: 'lambda:InvokeFunctionUrl',
    FunctionUrlAuthType: 'NONE',
  });
  await env.lambda.call('AddPermission', {
    ...common,
    StatementId: 'invoke',
    Action: 'lambda:InvokeFunction',
    InvokedViaFunctionUrl: true,
  });
}

async function read(url: string, init: RequestInit = {}): Promise<readonly unknown[]> {
  const response = await fetch(url, init);
  return [response.status, response.headers.get('x-path'), await response.text()];
}

test('a public URL invokes its function with the request, once both permissions are there', async () => {
  const url = await deploy('NONE');
  const before = await read(`${url}/a`);
  await permit();
  const body = JSON.stringify({ read: true });
  const headers = { 'content-type': 'application/json' };
  const posted = await read(`${url}/a/b?token=x%20y`, { method: 'POST', body, headers });
  await env.lambda.call('DeleteFunctionUrlConfig', { FunctionName: 'page' });

  expect([before, posted, (await read(url))[0]]).toEqual([
    [403, null, '{"Message":"Forbidden"}'],
    [201, '/a/b', 'POST,x y,{"read":true},'],
    404,
  ]);
});

test('an error of the function is a bad gateway', async () => {
  const url = await deploy('NONE');
  await permit();
  await env.lambda.call('UpdateFunctionCode', {
    FunctionName: 'page',
    ZipFile: env.zip('index.mjs', "export const handler = async () => { throw new Error('x'); };"),
  });

  expect(await read(url)).toEqual([502, null, '{"Message":"Internal Server Error"}']);
});

class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | Uint8Array) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }

  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

test('a URL that IAM protects wants a signature', async () => {
  const url = new URL(`${await deploy('AWS_IAM')}/`);
  const signer = new SignatureV4({
    service: 'lambda',
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    // biome-ignore lint/suspicious/noExplicitAny: the signer's own type is an overloaded constructor
    sha256: Sha256 as any,
  });
  const { headers } = await signer.sign({
    method: 'GET',
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    headers: { host: url.host },
  });
  const { host, ...others } = headers;
  const signed = await read(url.href, { headers: others });
  const tampered = await read(`${url.href}other`, { headers: others });

  expect([await read(url.href), signed, tampered]).toEqual([
    [403, null, '{"Message":"Forbidden"}'],
    [201, '/', `GET,,,arn:aws:iam::${env.accountId}:user/administrator`],
    [403, null, '{"Message":"Forbidden"}'],
  ]);
});

test('a stack has the URL among its outputs', async () => {
  const arn = await env.deploy('page', source);
  const cloudformation = env.client('cloudformation');
  await cloudformation.call('CreateStack', {
    StackName: 'page',
    TemplateBody: JSON.stringify({
      Resources: {
        Url: {
          Type: 'AWS::Lambda::Url',
          Properties: { TargetFunctionArn: arn, AuthType: 'NONE' },
        },
      },
      Outputs: { Url: { Value: { 'Fn::GetAtt': ['Url', 'FunctionUrl'] } } },
    }),
  });
  await env.clock.advance(60_000);
  const { Stacks } = await cloudformation.call('DescribeStacks', { StackName: 'page' });
  const { FunctionUrlConfigs } = await env.lambda.call('ListFunctionUrlConfigs', {
    FunctionName: 'page',
  });

  const [{ FunctionUrl = '' } = {}] = FunctionUrlConfigs as { FunctionUrl?: string }[];
  expect(Stacks).toMatchObject([{ Outputs: [{ OutputKey: 'Url', OutputValue: FunctionUrl }] }]);
  expect(FunctionUrl).toMatch(/\.lambda-url\./);
});
