// A form with data-passkey asks the browser for a passkey before it is sent. Without script it says that it needs one.
import { find, on } from "./core.js";

const credentials = {
  create: (options, form) => navigator.credentials.create({ publicKey: wishes(options, form) }),
  get: (options) => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
};

function wishes(options, form) {
  const alone = find("[name=passwordless]", form)?.checked ?? false;
  const selection = { ...options.authenticatorSelection, residentKey: alone ? "required" : "discouraged", requireResidentKey: alone };
  if (alone) selection.userVerification = "required";
  return PublicKeyCredential.parseCreationOptionsFromJSON({ ...options, authenticatorSelection: selection });
}

async function optionsOf(form) {
  if (!form.dataset.optionsUrl) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const answer = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
  return answer.json();
}

on("submit", "form[data-passkey]", async (event, form) => {
  event.preventDefault();
  const failed = find("[role=alert]", form);
  failed.hidden = true;
  try {
    const options = await optionsOf(form);
    const given = options.creation_options ?? options.request_options;
    const credential = await credentials[form.dataset.passkey](given.publicKey, form);
    form.elements.credential.value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch {
    failed.hidden = false;
  }
});
