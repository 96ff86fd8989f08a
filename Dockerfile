# One image for the orchestrator and for the three containers of a runner. Give NODE with the digest that you trust:
# docker build --build-arg NODE=node:24.21.0-bookworm-slim@sha256:… .
ARG NODE=node:24.21.0-bookworm-slim

FROM ${NODE} AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM ${NODE}
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /src/package.json ./
COPY --from=build /src/bin bin
COPY --from=build /src/dist dist
COPY --from=build /src/node_modules node_modules
# By number: Kubernetes cannot tell from a name that it is not root.
USER 65532:65532
ENTRYPOINT ["node", "/app/bin/flotilla.js"]
