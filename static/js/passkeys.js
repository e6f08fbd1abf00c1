// Passkeys. Without scripts, where the browser knows none, or where the site has a number for a name, they stay hidden.
"use strict";

{
  const known = "PublicKeyCredential" in window && !/^[\d.]+$|:/.test(location.hostname);
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const words = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const keys = (list) => (list || []).map((key) => ({ ...key, id: bytes(key.id) }));

  const make = ({ publicKey }) => navigator.credentials.create({ publicKey: {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    user: { ...publicKey.user, id: bytes(publicKey.user.id) },
    excludeCredentials: keys(publicKey.excludeCredentials),
    authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
  } });
  const ask = ({ publicKey }) => navigator.credentials.get({ publicKey: {
    ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: keys(publicKey.allowCredentials),
  } });

  const told = ({ id, rawId, type, response }, extensions) => {
    const said = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[part]) said[part] = words(response[part]);
    }
    if (response.getTransports) said.transports = response.getTransports();
    return JSON.stringify({ id, rawId: words(rawId), type, response: said, clientExtensionResults: extensions });
  };

  const options = async (form) => {
    const here = document.getElementById(form.dataset.passkey);
    if (here) return JSON.parse(here.textContent);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    return (await answer.json()).request_options;
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = !known;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const sorry = form.querySelector("[data-passkey-failed]");
      sorry.hidden = true;
      try {
        const wanted = await options(form);
        const key = await (wanted.publicKey.user ? make : ask)(wanted);
        form.elements.credential.value = told(key, key.getClientExtensionResults());
        form.submit();
      } catch {
        sorry.hidden = false;
      }
    });
  }
  for (const link of document.querySelectorAll("[data-needs-passkeys]")) link.hidden = !known;
}
