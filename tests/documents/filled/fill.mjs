// Fills in a form with pdf-lib or pdf.js: node fill.mjs PROGRAM FORM.pdf ENTRIES.json FILLED.pdf
import { readFileSync, writeFileSync } from "node:fs";

const [, , program, form, entriesFile, target] = process.argv;
const entries = JSON.parse(readFileSync(entriesFile, "utf8"));
const state = (value) => value.replace(/^\//, "");

async function withPdfLib() {
  const { PDFCheckBox, PDFDocument, PDFDropdown, PDFRadioGroup } = await import("pdf-lib");
  const document = await PDFDocument.load(readFileSync(form));
  for (const [name, value] of Object.entries(entries)) {
    const field = document.getForm().getField(name);
    if (field instanceof PDFCheckBox) field.check();
    else if (field instanceof PDFRadioGroup) field.select(state(value));
    else if (field instanceof PDFDropdown) field.select(value);
    else field.setText(value);
  }
  return document.save({ updateFieldAppearances: false }); // its own font has no Cyrillic
}

async function withPdfJs() {
  const { getDocument } = await import("pdfjs-dist/legacy/build/pdf.mjs");
  const data = new Uint8Array(readFileSync(form));
  const document = await getDocument({ data, verbosity: 0 }).promise;
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    for (const field of await page.getAnnotations({ intent: "display" })) {
      const value = entries[field.fieldName];
      if (value === undefined) continue;
      let typed = value;
      if (field.checkBox) typed = true;
      else if (field.radioButton) typed = field.buttonValue === state(value);
      else if (field.combo) typed = field.options.find((option) => option.displayValue === value).exportValue;
      document.annotationStorage.setValue(field.id, { value: typed });
    }
  }
  return document.saveDocument();
}

writeFileSync(target, await (program === "pdfjs" ? withPdfJs() : withPdfLib()));
