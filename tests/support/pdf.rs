//! A PDF taken apart by a library that did not write it.
use std::collections::HashMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

pub struct Pdf(Document);

impl Pdf {
    #[track_caller]
    pub fn parse(bytes: &[u8]) -> Self {
        Self(Document::load_mem(bytes).unwrap())
    }

    pub fn pages(&self) -> usize {
        self.0.get_pages().len()
    }

    /// All that is written on the pages, lines joined, spaces made one.
    pub fn text(&self) -> String {
        let text: String = self.0.get_pages().values().map(|page| self.text_of(*page)).collect();
        text.split([' ', '\n', '\u{a0}']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The library reads the operators; what each glyph stands for is read here, since its own reader refuses these tables.
    fn text_of(&self, page: ObjectId) -> String {
        let fonts = self.0.get_page_fonts(page).unwrap();
        let tables: HashMap<_, _> = fonts.into_iter().map(|(name, font)| (name, self.letters_of(font))).collect();
        let (mut text, mut table, mut depth) = (String::new(), None, 0);
        for operation in Content::decode(&self.0.get_page_content(page).unwrap()).unwrap().operations {
            match operation.operator.as_str() {
                "Tf" => table = tables.get(operation.operands[0].as_name().unwrap()),
                "Tj" | "TJ" => operation.operands.iter().for_each(|operand| read(operand, table.unwrap(), &mut text)),
                "BMC" | "BDC" => depth += 1,
                "EMC" => {
                    depth -= 1;
                    text.push_str(if depth == 0 { "\n" } else { "" });
                }
                _ => {}
            }
        }
        text
    }

    /// What each glyph of a font stands for (`ToUnicode`, ISO 32000-1, 9.10.3).
    fn letters_of(&self, font: &Dictionary) -> HashMap<u16, String> {
        let stream = self.below(font, "ToUnicode").unwrap().as_stream().unwrap();
        let plain = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
        let table = String::from_utf8(plain).unwrap();
        let code = |hex: &str| u16::from_str_radix(hex.trim_matches(['<', '>']), 16).unwrap();
        let units = |hex: &str| -> Vec<u16> {
            hex.trim_matches(['<', '>']).as_bytes().chunks(4).map(|four| code(str::from_utf8(four).unwrap())).collect()
        };
        let mut letters = HashMap::new();
        for part in table.split("beginbfchar").skip(1) {
            let pairs: Vec<&str> = part.split("endbfchar").next().unwrap().split_whitespace().collect();
            letters.extend(pairs.chunks(2).map(|pair| (code(pair[0]), String::from_utf16(&units(pair[1])).unwrap())));
        }
        letters
    }

    fn followed<'a>(&'a self, object: &'a Object) -> &'a Object {
        self.0.dereference(object).unwrap().1
    }

    fn below<'a>(&'a self, dictionary: &'a Dictionary, name: &str) -> Option<&'a Object> {
        dictionary.get(name.as_bytes()).ok().map(|object| self.followed(object))
    }

    fn catalog(&self) -> &Dictionary {
        self.0.catalog().unwrap()
    }

    pub fn is_tagged(&self) -> bool {
        let mark = self.below(self.catalog(), "MarkInfo").and_then(|mark| mark.as_dict().ok());
        mark.and_then(|mark| self.below(mark, "Marked")).is_some_and(|marked| *marked == Object::Boolean(true))
    }

    pub fn language(&self) -> String {
        words(self.below(self.catalog(), "Lang").unwrap())
    }

    pub fn title(&self) -> String {
        let info = self.followed(self.0.trailer.get(b"Info").unwrap()).as_dict().unwrap();
        words(self.below(info, "Title").unwrap())
    }

    /// The description of the document as XMP.
    pub fn metadata(&self) -> String {
        let stream = self.below(self.catalog(), "Metadata").unwrap().as_stream().unwrap();
        let plain = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
        String::from_utf8(plain).unwrap()
    }

    /// The names of the elements in the order in which they are read.
    pub fn elements(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.walk(self.below(self.catalog(), "StructTreeRoot").unwrap(), &mut |element| {
            if let Some(Object::Name(name)) = self.below(element, "S") {
                found.push(String::from_utf8(name.clone()).unwrap());
            }
        });
        found
    }

    /// What stands for each figure where it is not seen.
    pub fn alternatives(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.walk(self.below(self.catalog(), "StructTreeRoot").unwrap(), &mut |element| {
            if self.below(element, "S").is_some_and(|kind| *kind == Object::Name(b"Figure".to_vec())) {
                found.push(words(self.below(element, "Alt").unwrap()));
            }
        });
        found
    }

    fn walk<'a>(&'a self, object: &'a Object, see: &mut impl FnMut(&'a Dictionary)) {
        match self.followed(object) {
            Object::Dictionary(element) => {
                see(element);
                if let Some(children) = self.below(element, "K") {
                    self.walk(children, see);
                }
            }
            Object::Array(children) => children.iter().for_each(|child| self.walk(child, see)),
            _ => {}
        }
    }

    /// Where each link leads.
    pub fn links(&self) -> Vec<String> {
        let pages = self.0.get_pages();
        let all = pages.values().flat_map(|page| self.0.get_page_annotations(*page).unwrap());
        let action =
            |annotation: &Dictionary| self.below(annotation, "A").and_then(|action| action.as_dict().ok()).cloned();
        all.filter_map(action).map(|action| words(action.get(b"URI").unwrap())).collect()
    }

    /// The names of the faces, which stand inside the file.
    pub fn embedded_faces(&self) -> usize {
        let streams = self.0.objects.values().filter_map(|object| object.as_dict().ok());
        streams.filter(|one| one.has(b"FontFile2") || one.has(b"FontFile3")).count()
    }
}

/// Adds what a string of two-byte glyphs, or several with shifts between them, stand for.
fn read(operand: &Object, table: &HashMap<u16, String>, text: &mut String) {
    match operand {
        Object::String(codes, _) => {
            let glyphs = codes.chunks(2).map(|two| u16::from_be_bytes([two[0], two[1]]));
            text.extend(glyphs.map(|glyph| table[&glyph].as_str()));
        }
        Object::Array(parts) => parts.iter().for_each(|part| read(part, table, text)),
        _ => {}
    }
}

fn words(object: &Object) -> String {
    lopdf::decode_text_string(object).unwrap()
}
