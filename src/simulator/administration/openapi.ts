/** The description of the administration, as OpenAPI. */

const time = {
  type: 'object',
  required: ['now'],
  properties: { now: { type: 'string', format: 'date-time' } },
};
const fault = {
  type: 'object',
  required: ['id', 'rule'],
  properties: {
    id: { type: 'string' },
    rule: { type: 'object', description: 'A rule as in a file of --faults.' },
  },
};
const faultList = {
  type: 'object',
  required: ['faults'],
  properties: { faults: { type: 'array', items: fault } },
};
const counts = { type: 'object', additionalProperties: { type: 'integer' } };
const journal = {
  type: 'object',
  required: ['total', 'overLimit', 'byOperation', 'byAccount', 'calls'],
  properties: {
    total: { type: 'integer', description: 'Calls that ended.' },
    overLimit: { type: 'integer', description: 'Calls refused above a limit.' },
    byOperation: counts,
    byAccount: counts,
    calls: {
      type: 'array',
      description: 'The latest 1,000, the oldest first.',
      items: {
        type: 'object',
        properties: {
          at: { type: 'string', format: 'date-time' },
          requestId: { type: 'string' },
          operation: { type: 'string', examples: ['sts:AssumeRole'] },
          region: { type: 'string' },
          accountId: { type: 'string' },
          principal: { type: 'string' },
          error: { type: 'string', description: 'Absent for a call that succeeded.' },
        },
      },
    },
  },
};

const json = (schema: object) => ({ 'application/json': { schema } });
const answer = (description: string, schema: object) => ({ description, content: json(schema) });
const done = { 204: { description: 'Done.' } };
const refused = {
  400: { description: 'The body is not valid; `message` says why.' },
  401: { description: 'The token is missing or wrong.' },
};

export const openApi = {
  openapi: '3.1.0',
  info: {
    title: 'Administration of a simulated organization',
    version: '1',
    description: 'For tests in any language. `flotilla simulate` prints the token.',
  },
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  security: [{ token: [] }],
  paths: {
    '/_flotilla/clock': {
      get: {
        summary: 'Returns the time of the organization.',
        responses: { 200: answer('The time.', time), ...refused },
      },
      post: {
        summary: 'Moves the clock forward. Everything that is due until then happens, in order.',
        requestBody: {
          required: true,
          content: json({
            oneOf: [
              {
                type: 'object',
                required: ['advanceMs'],
                properties: { advanceMs: { type: 'integer', minimum: 0 } },
              },
              {
                type: 'object',
                required: ['advanceTo'],
                properties: { advanceTo: { type: 'string', format: 'date-time' } },
              },
            ],
          }),
        },
        responses: { 200: answer('The time afterwards.', time), ...refused },
      },
    },
    '/_flotilla/faults': {
      get: {
        summary: 'Lists the faults that were added here.',
        responses: { 200: answer('The faults.', faultList), ...refused },
      },
      post: {
        summary: 'Adds faults.',
        requestBody: {
          required: true,
          content: json({ type: 'array', items: { type: 'object' } }),
        },
        responses: { 201: answer('The faults with their ids.', faultList), ...refused },
      },
      delete: {
        summary: 'Removes all faults that were added here.',
        responses: { ...done, ...refused },
      },
    },
    '/_flotilla/faults/{id}': {
      delete: {
        summary: 'Removes a fault.',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { ...done, ...refused, 404: { description: 'There was no such fault.' } },
      },
    },
    '/_flotilla/journal': {
      get: {
        summary: 'Returns what was called.',
        responses: { 200: answer('Counts and calls.', journal), ...refused },
      },
      delete: { summary: 'Forgets all calls.', responses: { ...done, ...refused } },
    },
    '/_flotilla/reset': {
      post: {
        summary:
          'Starts again: a new organization with the same options, without faults added here.',
        responses: { ...done, ...refused },
      },
    },
  },
} as const;
