// Called by check-kubernetes.sh: node check-kubernetes.js POLICY-FILE OVERLAY-POLICY-FILE. Writes the policies there; the last line is the sum.
"use strict";
const fs = require("fs");
const path = require("path");
const Ajv = require("ajv/dist/2020");
const YAML = require("yaml");
const schemas = require("./kubernetes/schema.js");

let passed = 0;
let failed = 0;
function check(what, isRight, reason) {
  if (isRight) passed++;
  else failed++;
  if (!isRight) console.log(`FAILED ${what}: ${reason}`);
}

const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false });
const documents = YAML.parseAllDocuments(fs.readFileSync(path.join(__dirname, "kubernetes/oci-interceptor.yaml"), "utf8"), { strict: true, uniqueKeys: true });
const objects = {};
for (const document of documents) {
  check("the YAML", document.errors.length === 0, String(document.errors[0]));
  const object = document.toJS();
  objects[object.kind] = object;
  const validate = ajv.compile(schemas[object.kind] ?? false);
  check(object.kind, validate(object), ajv.errorsText(validate.errors));
  // The schema itself is tried as well: a member that it does not know must be refused.
  check(`${object.kind} with an unknown member`, !validate({ ...object, unknown: 1 }), "it is taken");
}
check("the kinds", Object.keys(objects).join() === "Namespace,ConfigMap,DaemonSet,RuntimeClass", Object.keys(objects).join());

// What one object says of another.
const pod = objects.DaemonSet.spec.template;
const container = pod.spec.containers[0];
const volumes = pod.spec.volumes.map((volume) => volume.name);
check("the selector", JSON.stringify(objects.DaemonSet.spec.selector.matchLabels) === JSON.stringify(pod.metadata.labels), "it does not select the pod");
check("the mounts", container.volumeMounts.every((mount) => volumes.includes(mount.name)), "one has no volume");
check("the ConfigMap", pod.spec.volumes.some((volume) => volume.configMap?.name === objects.ConfigMap.metadata.name), "it is not mounted");
check("the handler", container.env.find((variable) => variable.name === "RUNTIME_NAME").value === objects.RuntimeClass.handler, "it is another runtime");
check("the nodes", Object.entries(objects.RuntimeClass.scheduling.nodeSelector).every(([key, value]) => pod.spec.nodeSelector[key] === value), "pods may go where nothing is installed");
check("the namespaces", [objects.ConfigMap, objects.DaemonSet].every((object) => object.metadata.namespace === objects.Namespace.metadata.name), "one is elsewhere");

// The kustomizations: each file is there, an image is one of the manifests', and a patch is of one of their objects.
for (const directory of ["kubernetes", "kubernetes-overlay"]) {
  const read = (name) => YAML.parse(fs.readFileSync(path.join(__dirname, directory, name), "utf8"), { strict: true, uniqueKeys: true });
  const kustomization = read("kustomization.yaml");
  const validate = ajv.compile(schemas.Kustomization);
  check(`${directory}'s kustomization`, validate(kustomization), ajv.errorsText(validate.errors));
  check(`${directory}'s kustomization with an unknown member`, !validate({ ...kustomization, unknown: 1 }), "it is taken");
  for (const resource of kustomization.resources) {
    const place = path.join(__dirname, directory, resource);
    check(`${directory}: ${resource}`, fs.existsSync(fs.statSync(place).isDirectory() ? path.join(place, "kustomization.yaml") : place), "it is missing");
  }
  for (const { name } of kustomization.images ?? []) check(`the image ${name}`, container.image.split(":")[0] === name, `the manifests have ${container.image}`);
  for (const patch of kustomization.patches ?? []) {
    const changed = read(patch.path);
    const of = objects[changed.kind];
    const valid = ajv.compile(schemas[changed.kind] ?? false);
    check(`${directory}/${patch.path}`, valid(changed), ajv.errorsText(valid.errors));
    check(`what ${patch.path} changes`, of?.metadata.name === changed.metadata.name && of?.metadata.namespace === changed.metadata.namespace, "the manifests do not have it");
    fs.writeFileSync(process.argv[3], changed.data["policy.json"]);
  }
}
fs.writeFileSync(process.argv[2], objects.ConfigMap.data["policy.json"]);
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
process.exit(failed === 0 ? 0 : 1);
