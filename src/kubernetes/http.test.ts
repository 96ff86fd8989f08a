import { expect, test } from 'vitest';
import { simulateCluster } from '../cluster-simulator/simulate-cluster.ts';
import { applyInventoryNamespace } from '../testing/inventory-namespace.ts';
import { openHttp } from './http.ts';

test('a watch whose connection has died silently ends, instead of waiting forever', async () => {
  const simulated = simulateCluster();
  applyInventoryNamespace(simulated);
  const http = openHttp({
    ...(await simulated.serve()),
    token: async () => simulated.administratorToken,
  });
  const path = '/apis/batch/v1/namespaces/inventory/jobs?watch=true&timeoutSeconds=3600';
  const watching = Array.fromAsync(http.lines({ method: 'GET', path, silenceMs: 50 }));

  await expect(watching).rejects.toThrow();
  http.close();
  await simulated.stop();
});
