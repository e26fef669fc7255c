// JSON Schemas of the Kubernetes objects in this directory, for the fields that they use; anything else is refused.
"use strict";

const text = { type: "string", minLength: 1 };
const label = { type: "string", pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", maxLength: 63 };
const texts = { type: "object", additionalProperties: { type: "string" } };
const path = { type: "string", pattern: "^/" };
const quantity = { type: "object", additionalProperties: false, properties: { cpu: { type: "string", pattern: "^[0-9]+m?$" }, memory: { type: "string", pattern: "^[0-9]+(Ki|Mi|Gi)$" } } };
const object = (properties, required = Object.keys(properties)) => ({ type: "object", additionalProperties: false, properties, required });
const metadata = object({ name: label, namespace: label, labels: texts }, ["name"]);

const volume = {
  ...object({ name: label, hostPath: object({ path, type: { enum: ["Directory"] } }), configMap: object({ name: label }) }, ["name"]),
  oneOf: [{ required: ["hostPath"] }, { required: ["configMap"] }],
};
const container = object(
  {
    name: label,
    image: text,
    env: { type: "array", items: object({ name: { type: "string", pattern: "^[A-Z_]+$" }, value: { type: "string" } }) },
    securityContext: object({ privileged: { type: "boolean" } }),
    resources: object({ requests: quantity, limits: quantity }),
    volumeMounts: { type: "array", items: object({ name: label, mountPath: path, readOnly: { type: "boolean" } }, ["name", "mountPath"]) },
  },
  ["name", "image"],
);
const pod = object(
  {
    nodeSelector: texts,
    automountServiceAccountToken: { type: "boolean" },
    hostPID: { type: "boolean" },
    terminationGracePeriodSeconds: { type: "integer", minimum: 0 },
    containers: { type: "array", minItems: 1, items: container },
    volumes: { type: "array", items: volume },
  },
  ["containers"],
);
const kind = (apiVersion, name, more, required = Object.keys(more)) =>
  object({ apiVersion: { const: apiVersion }, kind: { const: name }, metadata, ...more }, ["apiVersion", "kind", "metadata", ...required]);

module.exports = {
  Namespace: kind("v1", "Namespace", {}),
  // It has no name of its own, and its files are relative to it.
  Kustomization: {
    ...object({
      apiVersion: { const: "kustomize.config.k8s.io/v1beta1" },
      kind: { const: "Kustomization" },
      resources: { type: "array", minItems: 1, items: text },
      images: { type: "array", minItems: 1, items: object({ name: text, newName: text, newTag: { type: "string", pattern: "^[A-Za-z0-9_][A-Za-z0-9_.-]*$" } }) },
      patches: { type: "array", minItems: 1, items: object({ path: text }) },
    }, ["apiVersion", "kind", "resources"]),
  },
  ConfigMap: kind("v1", "ConfigMap", { data: texts }),
  DaemonSet: kind("apps/v1", "DaemonSet", {
    spec: object({
      selector: object({ matchLabels: texts }),
      updateStrategy: object({ type: { enum: ["RollingUpdate", "OnDelete"] }, rollingUpdate: object({ maxUnavailable: { type: "integer", minimum: 1 } }) }),
      template: object({ metadata: object({ labels: texts }), spec: pod }),
    }),
  }),
  RuntimeClass: kind("node.k8s.io/v1", "RuntimeClass", { handler: label, scheduling: object({ nodeSelector: texts }) }, ["handler"]),
};
