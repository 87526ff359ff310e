"""A whole ESCO release in miniature: three occupations, four skills, and one of everything else."""

import zipfile
from pathlib import Path

ESCO = "http://data.europa.eu/esco/"

CLASSIFICATION = {
    "ISCOGroups_en.csv": (
        "conceptType,conceptUri,code,preferredLabel,status,altLabels,inScheme,description\n"
        f"ISCOGroup,{ESCO}isco/C8,8,Plant operators,released,,x,Operate plant.\n"
        f"ISCOGroup,{ESCO}isco/C8321,8321,Motorcycle drivers,released,riders,x,Drive.\n"
    ),
    "skillGroups_en.csv": (
        "conceptType,conceptUri,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,scopeNote,inScheme,"
        "description,code\n"
        f"SkillGroup,{ESCO}skill/S8,driving,,,released,,,x,Drive things.,S8\n"
    ),
    "occupations_en.csv": (
        "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,"
        "regulatedProfessionNote,scopeNote,definition,inScheme,description,code\n"
        f'Occupation,{ESCO}occupation/rider,8321,rider,"courier\nrider\nbike courier",biker,released,,,,,x,'
        "Rides.,8321.1\n"
        f"Occupation,{ESCO}occupation/racer,8321,racer,,,released,,,,,x,,8321.1.1\n"
        f"Occupation,{ESCO}occupation/cook,5120,cook,,,released,,,,,x,Cooks.,5120.1\n"
    ),
    "skills_en.csv": (
        "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,"
        "scopeNote,definition,inScheme,description\n"
        f"KnowledgeSkillCompetence,{ESCO}skill/ride,skill/competence,sector-specific,ride,,,released,,,,x,Ride.\n"
        f"KnowledgeSkillCompetence,{ESCO}skill/traffic,knowledge,cross-sector,traffic law,,,released,,,,x,Law.\n"
        f"KnowledgeSkillCompetence,{ESCO}skill/french,knowledge,transversal,French,,,released,,,,x,Speak.\n"
        f"KnowledgeSkillCompetence,{ESCO}skill/digcomp,,,identify problems,,,released,,,,x,Group.\n"
    ),
    "languageSkillsCollection_en.csv": f"conceptType,conceptUri,skillType\nx,{ESCO}skill/french,knowledge\n",
    "greenSkillsCollection_en.csv": f"conceptType,conceptUri\nx,{ESCO}skill/ride\nx,{ESCO}skill/gone\n",
    "digitalSkillsCollection_en.csv": f"conceptType,conceptUri\nx,{ESCO}skill/ride\n",
    "researchOccupationsCollection_en.csv": f"conceptType,conceptUri\nx,{ESCO}occupation/cook\n",
}
RELATIONS = {
    "broaderRelationsOccPillar.csv": (
        "conceptType,conceptUri,broaderType,broaderUri\n"
        f"ISCOGroup,{ESCO}isco/C8321,ISCOGroup,{ESCO}isco/C8\n"
        f"Occupation,{ESCO}occupation/rider,ISCOGroup,{ESCO}isco/C8321\n"
        f"Occupation,{ESCO}occupation/racer,Occupation,{ESCO}occupation/rider\n"
        f"Occupation,{ESCO}occupation/gone,ISCOGroup,{ESCO}isco/C8321\n"
    ),
    "broaderRelationsSkillPillar.csv": (
        "conceptType,conceptUri,broaderType,broaderUri\n"
        f"KnowledgeSkillCompetence,{ESCO}skill/ride,SkillGroup,{ESCO}skill/S8\n"
    ),
    "occupationSkillRelations.csv": (
        "occupationUri,relationType,skillType,skillUri\n"
        f"{ESCO}occupation/rider,essential,skill/competence,{ESCO}skill/ride\n"
        f"{ESCO}occupation/rider,optional,knowledge,{ESCO}skill/traffic\n"
        f"{ESCO}occupation/gone,essential,knowledge,{ESCO}skill/traffic\n"
        f"{ESCO}occupation/cook,optional,knowledge,{ESCO}skill/lost\n"
    ),
    "skillSkillRelations.csv": (
        "originalSkillUri,originalSkillType,relationType,relatedSkillType,relatedSkillUri\n"
        f"{ESCO}skill/ride,skill/competence,essential,knowledge,{ESCO}skill/traffic\n"
    ),
}


def write_zip(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path
