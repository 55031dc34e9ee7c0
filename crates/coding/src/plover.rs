//! PLOVER's event types, modes, contexts and sectors with quad classes and scores (PLOVER manual 2023, Open Event
//! Data Alliance, CC BY-SA 4.0).

names! {
    /// What kind of thing was done.
    EventType {
        Agree = "AGREE", Consult = "CONSULT", Support = "SUPPORT", Concede = "CONCEDE", Cooperate = "COOPERATE",
        Aid = "AID", Retreat = "RETREAT", Request = "REQUEST", Accuse = "ACCUSE", Reject = "REJECT",
        Threaten = "THREATEN", Protest = "PROTEST", Sanction = "SANCTION", Mobilize = "MOBILIZE", Coerce = "COERCE",
        Assault = "ASSAULT",
    }
}

names! {
    /// How it was done. Which type has which modes: [`EventType::modes`].
    Mode {
        Visit = "visit", ThirdParty = "third-party", Multilateral = "multilateral", Phone = "phone",
        Withdraw = "withdraw", Release = "release", Disarm = "disarm", Ceasefire = "ceasefire", Access = "access",
        Resign = "resign", Assist = "assist", Change = "change", Yield = "yield", Meet = "meet",
        Disapprove = "disapprove", Investigate = "investigate", Allege = "allege", Restrict = "restrict",
        Arrest = "arrest", Relations = "relations", Expel = "expel", Territory = "territory", Violence = "violence",
        Demo = "demo", Riot = "riot", Strike = "strike", Hunger = "hunger", Boycott = "boycott",
        Obstruct = "obstruct", Vandalize = "vandalize", Convict = "convict", Discontinue = "discontinue",
        Troops = "troops", Weapons = "weapons", Police = "police", Militia = "militia", Seize = "seize",
        Censor = "censor", Curfew = "curfew", MartialLaw = "martial-law", Deport = "deport", Withhold = "withhold",
        Misinformation = "misinformation", Cyber = "cyber", Abduct = "abduct", Beat = "beat", Torture = "torture",
        Sexual = "sexual", Targeted = "targeted", Destroy = "destroy", Primitive = "primitive",
        Firearms = "firearms", Explosives = "explosives", SuicideAttack = "suicide-attack", Aerial = "aerial",
        Drone = "drone", HeavyWeapons = "heavy-weapons", CrowdControl = "crowd-control",
        Unconventional = "unconventional",
    }
}

names! {
    /// What it was about. An event may have several.
    Context {
        Military = "military", Intelligence = "intelligence", Executive = "executive", Legislative = "legislative",
        Election = "election", PoliticalInstitutions = "political_institutions", ProDemocracy = "pro_democracy",
        ProAutocracy = "pro_autocracy", Economic = "economic", Legal = "legal", Reparations = "reparations",
        HumanRights = "human_rights", RightsFreedoms = "rights_freedoms", Repression = "repression",
        HumanSecurity = "human_security", Gender = "gender", Lgbt = "lgbt",
        ReligionEthnicity = "religion_ethnicity", Inequality = "inequality", Diplomatic = "diplomatic",
        Territory = "territory", Peacekeeping = "peacekeeping", Health = "health", Asylum = "asylum",
        Migration = "migration", Disasters = "disasters", NaturalResource = "natural_resource",
        Environment = "environment", Technology = "technology", Terrorism = "terrorism", Cbrn = "cbrn",
        Cyber = "cyber", Misinformation = "misinformation", Crime = "crime", Corruption = "corruption",
        IllegalDrugs = "illegal_drugs", Trafficking = "trafficking",
    }
}

names! {
    /// What sort of actor. An actor may have several; a country as such has none.
    Sector {
        Gov = "GOV", Mil = "MIL", Cop = "COP", Spy = "SPY", Jud = "JUD", Leg = "LEG", Pty = "PTY", Opp = "OPP",
        Reb = "REB", Prm = "PRM", Uaf = "UAF", Cvl = "CVL", Jrn = "JRN", Bus = "BUS", Lab = "LAB", Edu = "EDU",
        Med = "MED", Ref = "REF", Rel = "REL", Eli = "ELI", Crm = "CRM", Soc = "SOC", Agr = "AGR", Pre = "PRE",
        Unk = "UNK",
    }
}

names! {
    /// How the words nearest to an event present it.
    Status { Occurred = "occurred", Planned = "planned", Possible = "possible", Negated = "negated" }
}

impl EventType {
    /// The modes a type may take.
    pub fn modes(self) -> &'static [Mode] {
        use Mode::*;
        match self {
            EventType::Consult => &[Visit, ThirdParty, Multilateral, Phone],
            EventType::Retreat => &[Withdraw, Release, Disarm, Ceasefire, Access, Resign],
            EventType::Request | EventType::Reject => &[Assist, Change, Yield, Meet],
            EventType::Accuse => &[Disapprove, Investigate, Allege],
            EventType::Threaten => &[Restrict, Arrest, Relations, Expel, Territory, Violence],
            EventType::Protest => &[Demo, Riot, Strike, Hunger, Boycott, Obstruct, Vandalize],
            EventType::Sanction => &[Convict, Expel, Withdraw, Discontinue],
            EventType::Mobilize => &[Troops, Weapons, Police, Militia],
            EventType::Coerce => {
                &[Seize, Restrict, Censor, Curfew, MartialLaw, Arrest, Deport, Withhold, Misinformation, Cyber]
            }
            EventType::Assault => &[
                Abduct,
                Beat,
                Torture,
                Sexual,
                Targeted,
                Destroy,
                Primitive,
                Firearms,
                Explosives,
                SuicideAttack,
                Aerial,
                Drone,
                HeavyWeapons,
                CrowdControl,
                Unconventional,
            ],
            EventType::Agree | EventType::Support | EventType::Cooperate | EventType::Aid | EventType::Concede => &[],
        }
    }

    /// Quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub fn quad(self) -> u8 {
        use EventType::*;
        match self {
            Agree | Consult | Support | Concede => 1,
            Cooperate | Aid | Retreat => 2,
            Request | Accuse | Reject | Threaten => 3,
            Protest | Sanction | Mobilize | Coerce | Assault => 4,
        }
    }

    /// Score on the conflict–cooperation scale, −10 … +10; a mode's score replaces its type's.
    pub fn score(self, mode: Option<Mode>) -> f32 {
        use EventType::*;
        use Mode::*;
        match (self, mode) {
            (Consult, Some(Visit)) => 4.0,
            (Consult, Some(ThirdParty)) => 1.0,
            (Consult, Some(Multilateral)) => 4.0,
            (Consult, Some(Phone)) => 1.5,
            (Retreat, Some(Withdraw)) => 8.0,
            (Retreat, Some(Disarm)) => 10.0,
            (Retreat, Some(Ceasefire)) => 7.5,
            (Retreat, Some(Resign)) => 4.5,
            (Request, Some(Assist)) => 0.5,
            (Request, Some(Change | Yield)) => -1.0,
            (Accuse, Some(Disapprove)) => -2.0,
            (Accuse, Some(Investigate | Allege)) => -3.5,
            (Reject, Some(Assist)) => -1.5,
            (Threaten, Some(Restrict)) => -3.0,
            (Threaten, Some(Mode::Territory)) => -4.0,
            (Protest, Some(Riot)) => -7.0,
            (Protest, Some(Hunger | Boycott | Obstruct)) => -4.5,
            (Sanction, Some(Expel)) => -5.5,
            (Mobilize, Some(Troops)) => -6.5,
            (Mobilize, Some(Weapons | Militia)) => -6.0,
            (Coerce, Some(Censor | Curfew | Misinformation | Mode::Cyber)) => -6.5,
            (Coerce, Some(MartialLaw)) => -7.5,
            (Assault, Some(Abduct | Torture | Sexual | Destroy)) => -8.5,
            (Assault, Some(Beat | CrowdControl)) => -7.5,
            (Assault, Some(Primitive)) => -8.0,
            (Assault, Some(Targeted | SuicideAttack | Aerial | Drone | HeavyWeapons)) => -9.5,
            (Assault, Some(Unconventional)) => -10.0,
            (Agree | Consult, _) => 2.5,
            (Support, _) => 5.0,
            (Concede, _) => 4.5,
            (Cooperate, _) => 9.5,
            (Aid, _) => 10.0,
            (Retreat, _) => 6.5,
            (Request, _) => 0.0,
            (Accuse, _) => -3.0,
            (Reject, _) => -2.0,
            (Threaten, _) => -3.5,
            (Protest, _) => -5.0,
            (Sanction, _) => -6.0,
            (Mobilize, _) => -5.5,
            (Coerce, _) => -7.0,
            (Assault, _) => -9.0,
        }
    }
}
