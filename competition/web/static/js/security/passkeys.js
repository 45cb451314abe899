// Passkeys without inline scripts: the form carries the options, the device's answer goes back in it.

const fromText = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer || [])))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const named = (list) => (list || []).map((one) => ({ ...one, id: fromText(one.id) }));

async function create(options) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: fromText(options.challenge),
      user: { ...options.user, id: fromText(options.user.id) },
      excludeCredentials: named(options.excludeCredentials),
    },
  });
  return {
    response: {
      attestationObject: toText(made.response.attestationObject),
      clientDataJSON: toText(made.response.clientDataJSON),
      transports: made.response.getTransports ? made.response.getTransports() : null,
    },
    extensions: JSON.stringify(made.getClientExtensionResults()),
    ...identity(made),
  };
}

async function get(options) {
  const found = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: fromText(options.challenge),
      allowCredentials: named(options.allowCredentials),
    },
  });
  return {
    response: {
      authenticatorData: toText(found.response.authenticatorData),
      clientDataJSON: toText(found.response.clientDataJSON),
      signature: toText(found.response.signature),
      userHandle: toText(found.response.userHandle),
    },
    assertionClientExtensions: JSON.stringify(found.getClientExtensionResults()),
    ...identity(found),
  };
}

const identity = (credential) => ({
  id: credential.id,
  rawId: toText(credential.rawId),
  type: credential.type,
});

async function answer(form) {
  const ask = form.dataset.passkey === "create" ? create : get;
  try {
    const credential = await ask(JSON.parse(form.dataset.options));
    form.elements.credential.value = JSON.stringify(credential);
    form.submit();
  } catch (error) {
    const state = form.querySelector("[data-passkey-state]");
    state.textContent = `${form.dataset.failed} (${error.name})`;
  }
}

const form = document.querySelector("form[data-passkey]");
if (form) answer(form);
