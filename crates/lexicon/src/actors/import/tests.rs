use super::super::Actors;
use super::{Imported, import};
use crate::Files;

fn imported(text: &str) -> Imported {
    let files = Files::embedded();
    let actors = Actors::load(&files).expect("the embedded tables are right");
    import(&[("mine.txt".to_owned(), text.to_owned())], &files, &actors).expect("the table of codes is right")
}

/// The rows of the table, without comments and heads.
fn rows(imported: &Imported) -> Vec<String> {
    let is_row =
        |l: &&str| !l.is_empty() && !l.starts_with('#') && !l.starts_with("name\t") && !l.starts_with("noun\t");
    imported.table.lines().filter(is_row).map(|l| l.replace('\t', "|")).collect()
}

fn remarks(imported: &Imported) -> Vec<String> {
    imported.remarks.iter().map(|r| format!("{} {} {}", r.line, r.lost, r.message)).collect()
}

#[test]
fn a_name_with_synonyms_and_dated_codes_becomes_rows_of_one_entry() {
    let found = imported(
        "# Chiefs of Ruritania\n\
         RUDOLF_ELPHBERG_  ; king\n\
         +RUDI_ELPHBERG_\n\
         \t[HUNGOV 19900101-19981231]\n\
         \t[HUNELI >981231]\n\
         +KING_RUDOLF_\n\n\
         NIGHT_OF_STRELSAU_FRONT_ [AUTREBSEP]\n",
    );
    assert_eq!(
        rows(&found),
        [
            "Rudolf Elphberg|Rudi Elphberg; King Rudolf||person|HUN|GOV|1990-01-01|1998-12-31",
            "Rudolf Elphberg|||person|HUN|ELI|1998-12-31",
            "Night of Strelsau Front|||organization|AUT|REB",
        ]
    );
    assert_eq!(remarks(&found), [""; 0]);
    assert_eq!((found.names, found.nouns), (2, 0));
}

#[test]
fn a_line_of_tabari_is_read_with_its_comment_and_several_codes() {
    let found = imported("JANE_ROE [GBRGOV (930120-010120); GBRELI (>010120)] ;jr 3/4/05\nSTRELSAU [AUT] ;capital\n");
    assert_eq!(
        rows(&found),
        [
            "Jane Roe|||person|GBR|GOV|1993-01-20|2001-01-20",
            "Jane Roe|||person|GBR|ELI|2001-01-20",
            "Strelsau|||place|AUT",
        ]
    );
    assert_eq!(remarks(&found), [""; 0]);
}

#[test]
fn agents_become_nouns_with_their_plurals() {
    let found = imported(
        "!PERSON! = MAN, WOMAN\n\
         LAMPLIGHTER [~LAB]\n\
         BEADLE {BEADLES} [~REL]\n\
         CHIEF_ALDERMAN {CHIEF_ALDERMEN} [~GOV] # of a town\n\
         TOLL_OX {TOLL_OXEN} [AGR~]\n\
         LOCK!PERSON! [~LAB]\n\
         MARCH_BROWN [---]\n",
    );
    assert_eq!(
        rows(&found),
        [
            "lamplighter|person|LAB",
            "beadle|person|REL",
            "chief alderman|person|GOV",
            "toll ox/toll oxen|person|AGR",
            "lockman|person|LAB",
            "lockwoman|person|LAB",
            "march brown|thing",
        ]
    );
    assert_eq!(remarks(&found), [""; 0]);
}

#[test]
fn codes_of_cameo_become_country_and_sectors() {
    let found = imported(
        "ROMANIAN_RIVER_POLICE_ [ROMCOP]\n\
         RIVER_CLINIC_FUND_ [NGOHLH]\n\
         RIVER_COMMISSION_ [IGOUNO]\n\
         RIVER_GAZETTE_ [NLDMED]\n\
         CURACAO_RIVER_ [CUW]\n\
         RIVER_WOLVES_ [IMGMOSQQQ]\n",
    );
    assert_eq!(
        rows(&found),
        [
            "Romanian River Police|||organization|ROU|COP",
            "River Clinic Fund|||organization|NGO|MED",
            "River Commission|||organization|UNO",
            "River Gazette|||outlet|NLD|JRN",
            "Curacao River|||place|NLD",
            "River Wolves|||organization|IMG|REB",
        ]
    );
    assert_eq!(remarks(&found), ["6 false no counterpart to QQQ of IMGMOSQQQ"]);
}

#[test]
fn what_cannot_be_read_is_told_with_its_line() {
    let found = imported(
        "+LONE_SYNONYM_\n\
         <date>2010</date>\n\
         NAMELESS_MAN_\n\
         OLD_MAN_ [GBRGOV <961341]\n\
         ODD_MAN_ [QQQ]\n\
         OPEN_MAN_ [GBRGOV\n\
         GOOD_MAN_ [GBRGOV] and more\n",
    );
    assert_eq!(rows(&found), ["Good Man|||organization|GBR|GOV"]);
    let told = remarks(&found);
    for part in [
        "1 true not understood: +LONE_SYNONYM_",
        "2 true not understood: <date>2010</date>",
        "3 true no code for NAMELESS_MAN_",
        "4 true no date \"<961341\" in [GBRGOV <961341]; the code is left out",
        "5 true no counterpart to the code QQQ; it is left out",
        "6 true no ] that closes: [GBRGOV",
        "7 false not understood and left out: and more",
    ] {
        assert!(told.iter().any(|r| r == part), "{part:?} is not in {told:#?}");
    }
}

#[test]
fn acronyms_stay_as_they_are_and_what_the_lexicon_knows_has_its_kind() {
    let found = imported("QZF_ [MEXREB]\nIRAN_ [IRN]\nKIM_JONG_UN_ [PRKGOV]\n");
    assert_eq!(rows(&found), ["QZF|||organization|MEX|REB", "Iran|||country|IRN", "Kim Jong Un|||person|PRK|GOV"]);
}

#[test]
fn what_was_imported_can_be_loaded_again() {
    let table = imported("RUDOLF_ELPHBERG_ [HUNGOV 900101-981231]\nBEADLE [~REL]\n").table;
    let mut files = Files::embedded();
    files.add_actors("mine.tsv", table.into_bytes());
    let actors = Actors::load(&files).unwrap_or_else(|e| panic!("{}", e[0]));
    let meaning = actors.meanings("Rudolf Elphberg")[0];
    assert_eq!(actors.entry(meaning.entry).origin, "mine.tsv:4");
    assert_eq!(actors.role("beadles").map(|r| r.origin.as_str()), Some("mine.tsv:7"));
}
