import { expect, test } from 'vitest';
import { rawRequest } from '../testing/test-gateway.ts';
import { createGateway } from './gateway.ts';

const scope = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20250101/us-east-1/${service}/aws4_request`;

// boto3's requests for operations that the models leave out.
test.each([
  ['lambda', 'POST', '/2015-03-31/functions/x/aliases', '', 'lambda:CreateAlias'],
  ['lambda', 'GET', '/2015-03-31/functions/x/aliases/live', '', 'lambda:GetAlias'],
  ['apigateway', 'POST', '/restapis', '', 'apigateway:CreateRestApi'],
  ['elasticfilesystem', 'POST', '/2015-02-01/file-systems', '', 'efs:CreateFileSystem'],
  ['route53', 'POST', '/2013-04-01/hostedzone', '', 'route53:CreateHostedZone'],
  ['eks', 'POST', '/clusters/x/addons', '', 'eks:CreateAddon'],
  ['eks', 'POST', '/clusters/x/nothing', '', 'eks:POST /clusters/x/nothing'],
])('%s %s %s is refused by its name', async (service, method, path, query, name) => {
  const handle = createGateway({
    services: ['lambda', 'apigateway', 'efs', 'route53', 'eks'],
    answer: async () => ({}),
  });
  const headers = { host: 'localhost', authorization: scope(service) };
  const { status, body } = await handle(rawRequest({ method, path, query, headers }));
  expect([status, Buffer.from(body).toString()]).toEqual([
    501,
    expect.stringContaining(`The simulator does not know ${name} yet.`),
  ]);
});
